"""What tests of the editor do to its window: what a person's hands would bring into it, and the pauses they make."""

HOLD = """() => {
    if (window.pause) return;
    const [set, clear, held] = [window.setTimeout, window.clearTimeout, new Map()];
    window.setTimeout = (act, wait, ...rest) => {
        const run = () => { held.delete(id); act(...rest); };
        const id = set(run, wait);
        if (wait >= 1000) held.set(id, run);
        return id;
    };
    window.clearTimeout = (id) => { held.delete(id); clear(id); };
    window.pause = () => [...held].forEach(([id, run]) => { clear(id); run(); });
}"""


def hold(page) -> None:
    """From here on, `pause` does what it says in this page."""
    page.evaluate(HOLD)


def pause(page) -> None:
    """What the page's scripts would do after a while in which nothing is typed, they do now."""
    page.evaluate("window.pause()")


PASTE = """([html, text]) => {
    const data = new DataTransfer();
    if (html) data.setData("text/html", html);
    data.setData("text/plain", text);
    const content = document.querySelector(".source-place").shadowRoot.querySelector(".cm-content");
    const told = { clipboardData: data, bubbles: true, cancelable: true, composed: true };
    content.dispatchEvent(new ClipboardEvent("paste", told));
}"""
_FILE = """([name, words]) => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 8;
    const drawn = Uint8Array.from(atob(canvas.toDataURL("image/png").split(",")[1]), (each) => each.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([words || drawn], name, { type: "image/png" }));
    const content = document.querySelector(".source-place").shadowRoot.querySelector(".cm-content");
    const told = { bubbles: true, cancelable: true, composed: true };
    content.dispatchEvent(%s);
}"""
DROP_FILE = _FILE % 'new DragEvent("drop", { dataTransfer: data, ...told })'
PASTE_FILE = _FILE % 'new ClipboardEvent("paste", { clipboardData: data, ...told })'
