// Makes one file of the part of Kaoto that reads and writes routes; what it shows them with is left out.
import { build } from 'esbuild';

const needed = /^(yaml|lodash|uuid|mobx)(\/|$)/;
const nothing = `
const nothing = new Proxy(function () {}, {
  get: (target, name) => name === Symbol.toPrimitive ? () => '' : name === 'prototype' ? target.prototype : nothing,
  apply: () => nothing,
  construct: () => ({}),
});
module.exports = nothing;`;

await build({
  stdin: {
    contents: "export { CamelResourceFactory } from './kaoto/lib/esm/models/camel/camel-resource-factory.js';",
    resolveDir: '.',
  },
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node18',
  outfile: 'kaoto.cjs',
  logLevel: 'error',
  loader: { '.svg': 'empty', '.scss': 'empty', '.css': 'empty', '.png': 'empty' },
  plugins: [{
    name: 'without-what-it-shows',
    setup(bundler) {
      bundler.onResolve({ filter: /^[^./]/ }, (asked) => needed.test(asked.path)
        || /[\\/]node_modules[\\/]/.test(asked.importer) ? undefined : { path: asked.path, namespace: 'nothing' });
      bundler.onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: nothing }));
    },
  }],
});
