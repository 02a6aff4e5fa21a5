// Opens each file as Kaoto does, looks at what it would draw, saves it, and compares what came out with what went in.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';

// Its reader of XML wants a browser as soon as it is loaded; nothing here is XML.
globalThis.DOMParser = class {};
globalThis.XMLSerializer = class {};
globalThis.document = { implementation: { createDocument: () => ({}) } };
globalThis.window = globalThis;
globalThis.localStorage = { getItem: () => null, setItem: () => {} };
const { CamelResourceFactory } = createRequire(import.meta.url)('./kaoto.cjs');

/** What Kaoto has no picture of, and keeps as it is. */
const WITHOUT_PICTURE = ['routeTemplate', 'templatedRoute'];

/** Where the steps of a route are, as Kaoto's pictures name them. */
function steps(value, at = '', found = new Set()) {
  if (Array.isArray(value)) {
    value.forEach((each, number) => steps(each, `${at}.${number}`, found));
  } else if (value && typeof value === 'object') {
    for (const [key, each] of Object.entries(value)) {
      const here = at ? `${at}.${key}` : key;
      if (/\.steps\.\d+$/.test(at) || key === 'from') {
        found.add(here);
      }
      if (['when', 'doCatch'].includes(key)) {
        each.forEach((_, number) => found.add(`${here}.${number}`));
      } else if (['otherwise', 'doFinally'].includes(key)) {
        found.add(here);
      }
      steps(each, here, found);
    }
  }
  return found;
}

function drawn(node, found) {
  found.add(node.data.path);
  (node.getChildren() ?? []).forEach((child) => drawn(child, found));
}

function check(file, text) {
  const resource = CamelResourceFactory.createCamelResource(text, { path: file });
  const saved = resource.toString();
  const wrong = [];
  const before = [parse(text)].flat();
  const after = [parse(saved)].flat();
  for (const [from, to, what] of [[before, after, 'lost or changed'], [after, before, 'put in']]) {
    from.filter((each) => !to.some((other) => isDeepStrictEqual(each, other)))
        .forEach((each) => wrong.push(`${what}: ${JSON.stringify(each).slice(0, 300)}`));
  }
  const comments = (of) => of.split('\n').filter((line) => /^\s*#\s*\S/.test(line)).map((line) => line.trim());
  comments(text).filter((line) => !comments(saved).includes(line))
      .forEach((line) => wrong.push(`a comment is lost: ${line}`));
  if (Array.isArray(parse(text))) {
    const pictures = resource.getVisualEntities().map((entity) => {
      const found = new Set();
      drawn(entity.toVizNode(), found);
      return [entity.id, found];
    });
    for (const entity of before) {
      const [kind] = Object.keys(entity);
      const picture = pictures.find(([id]) => id === entity[kind].id)?.[1];
      if (!picture) {
        WITHOUT_PICTURE.includes(kind) || wrong.push(`not shown: ${kind} ${entity[kind].id}`);
        continue;
      }
      steps(entity).forEach((step) => picture.has(step) || wrong.push(`not shown: ${entity[kind].id}: ${step}`));
    }
  }
  return wrong;
}

// A check that finds nothing in these would find nothing in ours.
const lossy = [
  '- route:\n    id: a\n    from:\n      uri: "direct:a"\n      steps:\n        # why\n        - to: "direct:b"\n',
  '- beans:\n    id: a\n',
];
for (const text of lossy) {
  if (!check('lossy.camel.yaml', text).length) {
    throw new Error(`nothing is found in ${text}`);
  }
}

const files = process.argv.slice(2);
let bad = 0;
for (const file of files) {
  for (const what of check(file, fs.readFileSync(file, 'utf8'))) {
    console.error(`${path.basename(file)}: ${what}`);
    bad++;
  }
}
console.log(`Kaoto opens and saves ${files.length} files; ${bad} things are lost.`);
process.exitCode = files.length && !bad ? 0 : 1;
