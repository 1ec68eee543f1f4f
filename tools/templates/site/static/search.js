// The results of a search: for each section found, the sentence that fits best, its words marked, and a link to it.
// Sphinx's searchtools.js reads the query and ranks the pages. It would fetch these to quote them, which a page opened
// from a folder may not: the sentences come from SENTENCES, which tools/site.py writes.

const MOST = 50; // sections shown

// Whether a word of a page is one of the query's, by its stem or as a part of it.
function wordFinder(stems, typed) {
  const stemmer = new Stemmer();
  const known = new Map();
  return (word) => {
    const lower = word.toLowerCase();
    if (!known.has(lower)) {
      const stem = stemmer.stemWord(lower);
      known.set(lower, [...stems].find((each) => each === stem)
        ?? [...typed].find((each) => each.length > 2 && lower.includes(each)) ?? null);
    }
    return known.get(lower);
  };
}

// How well a sentence fits: the number of different words found in it, and more if they stand together as typed.
function fit(sentence, find, phrase) {
  const found = new Set(splitQuery(sentence).map(find));
  found.delete(null);
  return found.size && found.size + (sentence.toLowerCase().includes(phrase) ? 0.5 : 0);
}

// The sections of the pages found, the best first: [page, its title, id, heading, sentence].
function sectionsFound(pages, find, phrase) {
  const found = pages.flatMap(([page, score]) => SENTENCES[page].sections.map(([id, heading, sentences]) => {
    const best = sentences.map((sentence) => [fit(sentence, find, phrase), sentence])
      .reduce((one, other) => (other[0] > one[0] ? other : one), [0, ""]);
    const inHeading = fit(heading, find, phrase);
    return { page, id, heading, sentence: best[1] || sentences[0] || "", rank: [Math.max(best[0], inHeading), inHeading, score] };
  }));
  const order = ({ rank: one }, { rank: other }) => other.map((each, i) => each - one[i]).find(Boolean) ?? 0;
  return found.filter(({ rank }) => rank[0]).sort(order);
}

// Put text into a part of the page, the words found marked.
function write(part, text, find) {
  for (const word of text.split(/([\p{Letter}\p{Number}_]+)/u)) {
    if (!word || !find(word)) part.append(word);
    else part.appendChild(document.createElement("mark")).textContent = word;
  }
}

function shown({ page, id, heading, sentence }, find) {
  const item = document.createElement("li");
  const link = item.appendChild(document.createElement("a"));
  const { title } = SENTENCES[page];
  link.href = `${page}${DOCUMENTATION_OPTIONS.LINK_SUFFIX}${id ? `#${id}` : ""}`;
  write(link, heading === title ? title : `${title} › ${heading}`, find);
  const line = item.appendChild(document.createElement("p"));
  line.className = "context";
  write(line, sentence, find);
  return item;
}

Search.query = (query) => {
  const [, stems, excluded, typed, objects] = Search._parseQuery(query);
  const pages = new Map(); // the last of Sphinx's results is the best
  for (const [page, , , , score] of Search._performSearch(query, stems, excluded, typed, objects)) pages.set(page, score);
  const find = wordFinder(stems, typed);
  const found = sectionsFound([...pages], find, query.trim().toLowerCase());
  Search.stopPulse();
  Search.title.textContent = found.length ? `Found: “${query}”` : `Nothing found for “${query}”`;
  Search.status.setAttribute("role", "status");
  const sections = found.length === 1 ? "1 section" : `${found.length} sections`;
  Search.status.textContent = !found.length ? "Try another word, or the beginning of one."
    : found.length > MOST ? `The best ${MOST} of ${sections}.` : `${sections}, the best first.`;
  Search.output.append(...found.slice(0, MOST).map((section) => shown(section, find)));
};
