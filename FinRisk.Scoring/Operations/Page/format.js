// How things are written: numbers, times, elements. Text is only ever set as text, never as markup.
const byId = id => document.getElementById(id);
const svgSpace = 'http://www.w3.org/2000/svg';
const countFormat = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** An HTML element with properties and children. */
function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** An SVG element with attributes and children. */
function draw(tag, attributes = {}, ...children) {
  const element = document.createElementNS(svgSpace, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Sets text only where it changed, so that nothing is selected away or read out again. */
function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

const count = number => number < 100000 ? number.toLocaleString('en').replace(',', '\u202f') : countFormat.format(number);
const words = code => code.replaceAll('-', ' ');
const parse = text => text ? new Date(text) : null;

/** Milliseconds as people say them. */
function duration(ms) {
  if (ms === null || ms === undefined) return '–';
  if (ms < 9.95) return `${ms.toFixed(1)} ms`;
  return ms < 1000 ? `${Math.round(ms)} ms` : span(ms / 1000);
}

/** Seconds as people say them. */
function span(seconds) {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 100) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 100) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

const ago = (date, now) => date ? `${span(Math.max(0, now - date) / 1000)} ago` : '–';
const ahead = (date, now) => date - now > 0 ? `in ${span((date - now) / 1000)}` : 'now';

/** The pairs of a definition list, each pair in a box of its own; boxes are kept from one refresh to the next. */
function facts(list, pairs) {
  while (list.children.length > pairs.length) list.lastChild.remove();
  pairs.forEach(([name, value, kind], at) => {
    const box = list.children[at] ?? list.appendChild(make('div', {}, make('dt'), make('dd')));
    box.className = kind ?? '';
    say(box.firstChild, name);
    if (value instanceof Node) box.lastChild.replaceChildren(value);
    else say(box.lastChild, value);
  });
}
