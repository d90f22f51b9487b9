// The terminal measures its cells when it opens: the font has to be there before.
addEventListener("load", () => {
  document.getElementById("again").addEventListener("click", () => location.reload());
  const faces = ["24px 'Roboto Mono'", "bold 24px 'Roboto Mono'"];
  Promise.all(faces.map((face) => document.fonts.load(face, "Ấ"))).then(() => {
    const terminal = document.createElement("script");
    terminal.src = document.body.dataset.terminal;
    terminal.addEventListener("load", () => {
      window.onload();
      const keys = document.querySelector(".xterm-helper-textarea");
      keys.focus();
      addEventListener("focus", () => keys.focus());
      addEventListener("contextmenu", (event) => event.preventDefault());
    });
    document.body.append(terminal);
  });
});
