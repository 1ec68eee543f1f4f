#!/usr/bin/env bash
# JupyterLab shows an output that is an image without a text alternative, even where its metadata has one.
#
# What one would guess: the `alt` in an output's metadata, which IPython.display.Image(alt=...) writes and nbconvert
# reads, reaches a screen reader, and an SVG is named by its own aria-label. What is so: a PNG gets an <img> without
# alt; an SVG gets one too when the notebook is trusted, and is not shown at all when it is not. An <img> in an output
# of HTML keeps its alt and its data, SVG too, trusted or not; inline SVG passes only with trust.
#
# Needs Chromium. Seen with jupyterlab 4.6.6 on Linux, Python 3.11, in a notebook that is not trusted:
#   image/png: [['img', None]]
#   image/svg+xml: []
#   text/html, <img> of PNG: [['img', 'words']]
#   text/html, <img> of SVG: [['img', 'words']]
#   text/html, inline SVG: []
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
chromium=$(command -v chromium || command -v chromium-browser) || { echo "no Chromium here" >&2; exit 2; }
python3 -m venv "$folder/env"
"$folder/env/bin/python" -m pip install --quiet jupyterlab==4.6.6 playwright==1.65.2
mkdir "$folder/notebooks"
cat > "$folder/look.py" <<'END'
import json, re, subprocess, sys
from base64 import b64encode
from pathlib import Path
from playwright.sync_api import sync_playwright

chromium, folder = sys.argv[1], Path(sys.argv[2])
svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" role="img" aria-label="words"></svg>'
png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAG7buVgAAAABJRU5ErkJggg=="
def img(kind, data):
    return {"text/html": f'<img alt="words" src="data:image/{kind};base64,{data}">'}
outputs = {
    "image/png": {"image/png": png},
    "image/svg+xml": {"image/svg+xml": svg},
    "text/html, <img> of PNG": img("png", png),
    "text/html, <img> of SVG": img("svg+xml", b64encode(svg.encode()).decode()),
    "text/html, inline SVG": {"text/html": svg},
}
cells = [
    {"cell_type": "code", "id": f"c{place}", "metadata": {}, "source": "", "execution_count": 1, "outputs": [
        {"output_type": "display_data", "data": data | {"text/plain": "words"}, "metadata": {"image/png": {"alt": "words"}}}
    ]}
    for place, data in enumerate(outputs.values())
]
notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
(folder / "notebooks" / "pictures.ipynb").write_text(json.dumps(notebook))
command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--ServerApp.root_dir={folder}/notebooks"]
server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
try:
    url = next(found for found in (re.search(r"http://\S+?/lab\?token=\w+", line) for line in server.stderr) if found)[0]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(url.replace("/lab?", "/lab/tree/pictures.ipynb?"))
        page.wait_for_selector(".jp-OutputArea-output img[alt]", timeout=120_000)
        page.wait_for_timeout(2_000)
        areas = page.locator(".jp-CodeCell").all()
        for name, area in zip(outputs, areas, strict=True):
            find = "area => [...area.querySelectorAll('.jp-OutputArea-output :is(img, svg)')].map(" \
                "part => [part.tagName, part.getAttribute('alt') ?? part.ariaLabel])"
            print(f"{name}: {[[tag.lower(), words] for tag, words in area.evaluate(find)]}")
        browser.close()
finally:
    server.terminate()
END
seen=$(HOME=$folder "$folder/env/bin/python" "$folder/look.py" "$chromium" "$folder")
expected="image/png: [['img', None]]
image/svg+xml: []
text/html, <img> of PNG: [['img', 'words']]
text/html, <img> of SVG: [['img', 'words']]
text/html, inline SVG: []"
diff <(echo "$expected") <(echo "$seen")
echo "As described."
