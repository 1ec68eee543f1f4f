// Names for the controls that ipywidgets leaves without one, so that a screen reader can say what they are:
// the handles of sliders, the buttons of Play, and boxes whose only words are their tooltip.
// And an explorer that is run is seen: JupyterLab goes on to the next cell before there is anything to see.

const CONTROLS = ".noUi-handle, .widget-play button, .jupyter-widgets :is(input, select)";
const PLAY = ["Play or pause", "Stop", "Repeat"];
const ENDS = ["from", "to"];

function nameOf(control) {
  const widget = control.closest(".jupyter-widgets");
  if (control.matches("button")) return PLAY[[...widget.children].indexOf(control)];
  const label = widget.querySelector(".widget-label");
  const name = label?.textContent || control.title || label?.title;
  const handles = [...widget.querySelectorAll(".noUi-handle")];
  return handles.length === 2 ? `${name}, ${ENDS[handles.indexOf(control)]}` : name;
}

function nameAll(explorer) {
  for (const control of explorer.querySelectorAll(CONTROLS)) {
    const labelled = [...(control.labels ?? [])].some((label) => label.textContent);
    if (!labelled && !control.hasAttribute("aria-label")) control.setAttribute("aria-label", nameOf(control));
  }
  for (const label of explorer.querySelectorAll('.widget-label[title="null"]')) label.removeAttribute("title");
}

function keepInSight(explorer) {
  const next = explorer.closest(".jp-Cell")?.nextElementSibling;
  if (next?.matches(".jp-mod-active")) explorer.scrollIntoView({ block: "nearest" });
}

function render({ el }) {
  const observer = new MutationObserver(() => nameAll(el.closest(".explorer") ?? el)); // without one when the cell runs again
  let frame = requestAnimationFrame(function begin() {
    const explorer = el.closest(".explorer");
    if (!explorer) return void (frame = requestAnimationFrame(begin)); // not on the page yet
    nameAll(explorer);
    requestAnimationFrame(() => keepInSight(explorer));
    observer.observe(explorer, { childList: true, subtree: true }); // some controls come later
  });
  return () => {
    cancelAnimationFrame(frame);
    observer.disconnect();
  };
}

export default { render };
