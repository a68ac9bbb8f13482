"""Small lies about a piece of code, one at a time: what a test should notice. Pure."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType

_OTHER = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
}
_NAMES = {"max": "min", "min": "max", "all": "any", "any": "all"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """`function` (its qualified name in the module), `was` and `now` one expression in it, `code` the function's."""

    function: str
    line: int
    was: str
    now: str
    code: CodeType

    def __str__(self) -> str:
        return f"{self.function}: {self.was}  =>  {self.now}"


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of every function of a module, methods included, but not of docstrings and signatures."""
    tree = ast.parse(source)
    for path in _functions(tree.body):
        function = _at(tree, path)
        start = 1 if ast.get_docstring(function) else 0
        spots = [node for part in function.body[start:] for node in ast.walk(part)]
        for number, spot in enumerate(spots):
            for lie in _lies(spot):
                changed = copy.deepcopy(tree)
                inside = _at(changed, path)
                place = [node for part in inside.body[start:] for node in ast.walk(part)][number]
                _Swap(place, lie).visit(inside)
                code = compile(ast.fix_missing_locations(changed), "<mutant>", "exec")
                yield Mutant(".".join(path), spot.lineno, ast.unparse(spot), ast.unparse(lie), _code(code, path))


def _lies(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        for other in _OTHER.get(type(node.ops[0]), ()):
            yield ast.Compare(node.left, [other()], node.comparators)
    elif isinstance(node, ast.BinOp):
        for other in _OTHER.get(type(node.op), ()):
            yield ast.BinOp(node.left, other(), node.right)
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.And() if isinstance(node.op, ast.Or) else ast.Or(), node.values)
        for place in range(len(node.values)):
            rest = node.values[:place] + node.values[place + 1 :]
            yield rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.If):
        for value in (True, False):
            yield ast.If(ast.Constant(value), node.body, node.orelse)
    elif isinstance(node, ast.IfExp):
        yield node.body
        yield node.orelse
    elif isinstance(node, ast.Return) and node.value and not _is_none(node.value):
        yield ast.Return(ast.Constant(None))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield ast.Constant(node.value + "x")
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield ast.Constant(node.value + 1)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _NAMES:
        yield ast.Call(ast.Name(_NAMES[node.func.id], ast.Load()), node.args, node.keywords)


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


class _Swap(ast.NodeTransformer):
    def __init__(self, place: ast.AST, lie: ast.AST):
        self.place, self.lie = place, lie

    def visit(self, node):
        return ast.copy_location(self.lie, node) if node is self.place else self.generic_visit(node)


def _functions(body, path=()) -> Iterator[tuple[str, ...]]:
    for node in body:
        if isinstance(node, ast.FunctionDef):
            yield (*path, node.name)
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node.body, (*path, node.name))


def _at(tree, path):
    for name in path:
        tree = next(node for node in tree.body if getattr(node, "name", None) == name)
    return tree


def _code(code: CodeType, path) -> CodeType:
    for name in path:
        code = next(part for part in code.co_consts if isinstance(part, CodeType) and part.co_name == name)
    return code
