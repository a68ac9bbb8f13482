-- Comments of many members: each a form of its own (a key, a text), nine by each member, which is within their pace.
local sessions = {}
for line in io.lines(os.getenv("BENCH_SESSIONS")) do sessions[#sessions + 1] = line end
local from, token, count = tonumber(os.getenv("BENCH_FROM")), string.rep("a", 32), 0
unlike = 0

function request()
  local number = from + count
  count = count + 1
  local session = sessions[math.floor(number / 9) % #sessions + 1]
  local key = string.format("%08x-0000-4000-8000-%012x", from, number)
  local text = string.format("Number+%d+of+what+many+people+say+about+one+post.", number)
  return wrk.format("POST", nil, {
    ["Cookie"] = "sessionid=" .. session .. "; csrftoken=" .. token,
    ["Content-Type"] = "application/x-www-form-urlencoded",
  }, "csrfmiddlewaretoken=" .. token .. "&key=" .. key .. "&text=" .. text)
end

function response(status) if status ~= 303 then unlike = unlike + 1 end end

local threads = {}
function setup(thread) threads[#threads + 1] = thread end
function done()
  local sum = 0
  for _, thread in ipairs(threads) do sum = sum + thread:get("unlike") end
  print("unlike " .. sum)
end
