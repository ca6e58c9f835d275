import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { XaiError } from '../../src/core/errors.ts';
import { sayingsDe } from '../../src/elements/sayings/de.ts';
import { type Sayings, speaker } from '../../src/elements/sayings/speaker.ts';
import { sayingsZh } from '../../src/elements/sayings/zh.ts';
import { describeLayers, describeMethods } from '../../src/engine/model-methods.ts';
import { explain } from '../../src/methods/explain.ts';
import { OWN_ANSWERS } from '../../src/methods/explain-session.ts';
import { allMethods } from '../../src/methods/registry.ts';
import '../../src/metrics/metrics.ts';
import { allMetrics } from '../../src/metrics/registry.ts';
import { pictureFromPixels } from '../../src/tasks/decode-picture.ts';
import type { Model } from '../../src/tasks/model.ts';
import { openEmbedded } from '../embedded/open-embedded.ts';

const LANGUAGES = { German: sayingsDe, Chinese: sayingsZh } as const;

test('a saying is found whole, by its gaps, and sentence by sentence', () => {
  const say = speaker({
    cat: 'Katze',
    'It is a {animal}.': 'Es ist eine {animal}.',
    '{first!} and {last!}': '{last} nach {first}',
    dog: 'Hund',
    'What is [in] brackets (and more)?': 'Was in Klammern steht?',
  });
  assert.equal(say('cat'), 'Katze');
  assert.equal(say('It is a cat.'), 'Es ist eine Katze.', 'gaps are said too');
  assert.equal(say('It is a cow.'), 'Es ist eine cow.', 'what is no saying stays');
  assert.equal(say('dog and cat'), 'Katze nach Hund');
  assert.equal(say('dog and cow'), 'dog and cow', 'unless it has to be one');
  assert.equal(say('What is [in] brackets (and more)?'), 'Was in Klammern steht?');
  assert.equal(say('Nobody knows it. It is a cat.'), 'Nobody knows it. Es ist eine Katze.');
  assert.equal(say('constructor'), 'constructor');
});

const gaps = (text: string) => (text.replaceAll('!}', '}').match(/\{\w+\}/g) ?? []).sort().join();

test('the languages say the same, with the same gaps', () => {
  assert.deepEqual(Object.keys(sayingsZh), Object.keys(sayingsDe));
  for (const table of Object.values(LANGUAGES)) {
    for (const [english, other] of Object.entries(table)) assert.equal(gaps(other), gaps(english), english);
  }
});

/** What stays English in a saying: nothing that begins a sentence, and no three words after another. */
function assertSaid(sayings: Sayings, english: string): void {
  const said = speaker(sayings)(english);
  assert.notEqual(said, english);
  const bare = said.replace(/["“][^"”“]*["”“]/g, '').replace(/Conv|Gemm|[\w-]+\.json/g, '');
  assert.doesNotMatch(bare, /\b(the|this|its|of|for|with|is|are|because)\b/, `${english}\n${said}`);
}

for (const [language, sayings] of Object.entries(LANGUAGES)) {
  test(`${language}: what every method costs and every metric asks`, () => {
    const phrases = [...allMethods().map(({ cost }) => cost ?? ''), ...allMetrics().map(({ question }) => question)];
    assert.ok(phrases.length > 40);
    for (const phrase of phrases) assertSaid(sayings, phrase);
  });

  test(`${language}: what a map along a recording is of`, () => {
    for (const label of [OWN_ANSWERS, 'mean pitch']) assertSaid(sayings, label);
  });

  test(`${language}: whatever a model is recognised by`, () => {
    const sources = readdirSync('src/tasks/recognition').map((file) =>
      readFileSync(`src/tasks/recognition/${file}`, 'utf8'),
    );
    const begins =
      /^(Guessed|Assumed|The output|The input takes|The file|config\.json|There is no|preprocessor_\S+ says)/;
    const written = sources.flatMap((source) =>
      [...source.matchAll(/'([^'\n]+)'|"([^"\n]+)"|`([^`\n]+)`/g)].map(([, a, b, c]) => a ?? b ?? c),
    );
    const reasons = written
      .filter((text) => begins.test(text) && text.includes(' '))
      // Gaps that hold English.
      .map((text) => text.replace(/\$\{grid\}/, 'at 9 x 9 with strides 8, 16 and 32'))
      .map((text) => text.replace(/\$\{decoded \? '(.*?)' : '.*?'\}/g, '$1').replace(/\$\{[^}]*\}+/g, '7'));
    assert.ok(reasons.length > 25, `${reasons.length}`);
    for (const reason of reasons) assertSaid(sayings, reason);
  });
}

test('of real models: why methods are missing, why layers are offered, what notes maps have', async () => {
  const said: string[] = [];
  for (const name of ['classifier-fair', 'detector', 'segmenter', 'vit', 'attributes', 'motion']) {
    const model = await openEmbedded(name);
    said.push(...describeMethods(model).flatMap(({ obstacle }) => obstacle ?? []), ...model.recipeSource.reasons);
    if (model.recipe.task !== 'series') {
      const { layers, obstacles } = await describeLayers(model);
      said.push(...layers.map(({ reason }) => reason), ...Object.values(obstacles));
    }
    if (name === 'vit' || name === 'detector') said.push(...(await notesOf(model)));
    await model[Symbol.asyncDispose]();
  }
  const all = [...new Set(said)];
  assert.ok(all.length > 40, `${all.length}`);
  for (const english of all) for (const sayings of Object.values(LANGUAGES)) assertSaid(sayings, english);
});

/** Of maps by every method that can be had in a few passes, of noise. */
async function notesOf(model: Model): Promise<string[]> {
  const { width, height } = { width: 96, height: 96 };
  const pixels = Uint8ClampedArray.from({ length: width * height * 4 }, (_, at) =>
    at % 4 === 3 ? 255 : (at * 37) % 256,
  );
  const picture = await pictureFromPixels(width, height, pixels);
  const notes: string[] = [...model.notes];
  const few: Record<string, object> = {
    rise: { masks: 1 },
    'integrated-gradients': { steps: 2 },
    'd-rise': { masks: 1 },
  };
  for (const method of ['grad-cam', 'eigen-cam', 'attention-rollout', 'sidu', ...Object.keys(few)]) {
    const isBoxed = model.recipe.task === 'detection';
    const target = isBoxed ? { box: [10, 10, 60, 60] as const, classIndex: 0 } : 0;
    try {
      const maps = await explain(model, picture, { method, targets: [target], ...few[method] } as never).result();
      notes.push(...maps.flatMap(({ provenance }) => provenance.notes));
    } catch (error) {
      assert.ok(error instanceof XaiError && error.code === 'method-unsupported', `${method}: ${error}`);
    }
  }
  return notes;
}
