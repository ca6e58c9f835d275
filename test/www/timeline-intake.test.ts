import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRecording, sortForTimeline } from '../../www/timeline/timeline-intake.ts';

const file = (name: string, text = '') => new File([text], name);

test('files are told apart by their names, label tables by their header', async () => {
  const sorted = await sortForTimeline([
    file('m.onnx'),
    file('m.recipe.json', '{}'),
    file('walk.csv', 'seconds,x\n0,1\n'),
    file('drive.wav'),
    file('what-happened.csv', 'start,end,label\n0,1,a\n'),
    file('walk.predictions.csv', 'start,end,label\n'),
    file('readme.md'),
  ]);
  assert.equal(sorted.model?.name, 'm.onnx');
  assert.deepEqual(sorted.recipe, { name: 'm.recipe.json', text: '{}' });
  assert.deepEqual(
    sorted.recordings.map(({ name }) => name),
    ['walk.csv', 'drive.wav'],
  );
  assert.equal(sorted.labels?.name, 'what-happened.csv');
  assert.equal(sorted.predictions?.name, 'walk.predictions.csv');
  assert.deepEqual(sorted.unknown, ['readme.md']);
});

test('a session keeps the files that it refers to, whatever they are called', async () => {
  const sorted = await sortForTimeline([file('day.session.json'), file('day.labels.csv'), file('a.csv')]);
  assert.equal(sorted.labels, null);
  assert.deepEqual(
    sorted.recordings.map(({ name }) => name),
    ['day.session.json', 'day.labels.csv', 'a.csv'],
  );
});

test('recordings lead to the timeline, pictures and models do not', () => {
  assert.deepEqual(
    ['a.csv', 'b.WAV', 'c.session.json', 'd.png', 'e.onnx', 'f.json'].map((name) => isRecording(file(name))),
    [true, true, true, false, false, false],
  );
});

test('tables with times are labels or answers by their columns, whatever they are called', async () => {
  const kindOf = async (header: string) => {
    const { labels, predictions, recordings } = await sortForTimeline([file('a.csv', `${header}\n0,1,2,3\n`)]);
    return labels ? 'labels' : predictions ? 'predictions' : recordings.length > 0 ? 'recording' : 'nothing';
  };
  assert.equal(await kindOf('start,end,class'), 'labels');
  assert.equal(await kindOf('Onset (s);Duration (s);Event'), 'labels');
  assert.equal(await kindOf('start,end,class,score'), 'predictions');
  assert.equal(await kindOf('start_ms,end_ms,rest,walk'), 'predictions');
  assert.equal(await kindOf('window,start,end,answer,rest,walk,label,right'), 'predictions');
  assert.equal(await kindOf('"start","length","prediction"'), 'predictions');
  assert.equal(await kindOf('seconds,x,y,z'), 'recording');
  assert.equal(await kindOf('time,start,x'), 'recording');
});
