import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { shrinkShader } from '../../scripts/shrink-shaders.mjs';

/** The words and signs of a shader, longest sign first as WGSL reads them; comments and white space between them go. */
function tokens(source: string): string[] {
  const word = /\/\/.*|\/\*[\s\S]*?\*\/|[\w.]+|<<=|>>=|->|[-+*/%&|^<>=!]=|&&|\|\||<<|>>|\+\+|--|\S/g;
  return (source.match(word) ?? []).filter((token) => !/^\/[/*]/.test(token));
}

for (const name of readdirSync('shaders').filter((file) => file.endsWith('.wgsl'))) {
  test(`${name} says the same, word for word, when it is shrunk`, () => {
    const source = readFileSync(`shaders/${name}`, 'utf8');
    assert.deepEqual(tokens(shrinkShader(source)), tokens(source));
    assert.doesNotMatch(shrinkShader(source), /\/\//);
  });
}

test('operators that would join stay apart', () => {
  assert.equal(shrinkShader('let a = b - -c; // d\n/* e\n f */ return  a ;\n'), 'let a = b - -c;return a;\n');
});
