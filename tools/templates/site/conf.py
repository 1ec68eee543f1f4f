"""How Sphinx makes the site; tools/site.py starts it, with what it reads made ready in a folder of its own."""

from helpers import style
from tools.page import exercises, moving

project = html_title = "Neural networks, by hand and in motion"
extensions = ["myst_nb", "sphinx.ext.mathjax"]

# The outputs are those that the notebooks store.
nb_execution_mode = "off"
nb_render_markdown_format = "myst"
nb_render_error_lexer = "text"  # of a traceback, its last line is stored
myst_enable_extensions = ["amsmath", "dollarmath"]
myst_heading_anchors = 3

html_theme = "furo"
templates_path = ["."]
html_static_path = ["static"]
html_favicon = "static/icon.svg"
html_css_files = ["site.css", *(f"page/{name}" for name in moving.STYLES + exercises.STYLES)]
html_js_files = ["site.js", *(f"page/{name}" for name in moving.SCRIPTS + exercises.SCRIPTS)]
mathjax_path = "mathjax/tex-svg-full.js"  # vendored
mathjax3_config = {"options": {"enableMenu": False}}
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-dark"
colours = {name: getattr(style, name.upper()) for name in ("input", "ink", "paper")}
html_theme_options = {
    "light_css_variables": {"color-brand-primary": style.INPUT, "color-brand-content": style.INPUT, **colours},
    "top_of_page_buttons": [],
}

html_copy_source = False
html_show_copyright = False
html_use_index = False
html_domain_indices = False
html_scaled_image_link = False
