// Shows the drawing for a slider's new value as soon as the slider moves, where the kernel has sent it beforehand.
// The kernel's own answer follows: it is the same drawing, and the page then has nothing more to do.

async function initialize({ model }) {
  const other = (name) => model.widget_manager.get_model(model.get(name).slice("IPY_MODEL_".length));
  const [slider, picture] = await Promise.all([other("slider"), other("picture")]);
  slider.on("change:value", () => {
    const [, drawing] = model.get("drawings").find(([value]) => Math.abs(value - slider.get("value")) < 1e-9) ?? [];
    if (!drawing || (picture.ahead ?? model) !== model) return; // the kernel has not heard yet of another slider's move
    picture.ahead = model;
    picture.set("value", drawing);
  });
  model.on("change:drawings", () => delete picture.ahead);
}

export default { initialize };
