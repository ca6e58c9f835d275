// One HTML file that shows a saved explanation: opened from a disk or sent by mail, it needs no server and no network.
// Usage: node make.mjs FILE.explanation.json > page.html
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const [file] = process.argv.slice(2);
if (!file) throw new Error('Name a saved explanation: node make.mjs FILE.explanation.json');

const folder = path.dirname(createRequire(import.meta.url).resolve('xai-viewer/package.json'));
/** What is inside of a script must not end it. */
const inScript = (text) => text.replaceAll('</script', '<\\/script');
const code = readFileSync(path.join(folder, 'dist/xai-saved.js'), 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, '');
const saved = JSON.stringify(JSON.parse(readFileSync(file, 'utf8')));

process.stdout.write(`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>${path.basename(file).replaceAll(/[<&]/g, '')}</title>
    <link rel="icon" href="data:," />
    <style>
      html { color-scheme: light dark; background: Canvas; }
      body { max-width: 48rem; margin: 2rem auto; padding: 0 1rem; }
    </style>
  </head>
  <body>
    <xai-viewer loading="eager"></xai-viewer>
    <script type="application/json" id="saved">${saved.replaceAll('<', '\\u003c')}</script>
    <script type="module">${inScript(code)}</script>
    <script type="module">
      const viewer = document.querySelector('xai-viewer');
      viewer.explanation = JSON.parse(document.querySelector('#saved').textContent);
    </script>
  </body>
</html>
`);
