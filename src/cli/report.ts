import * as v from 'valibot';

const box = v.tuple([v.number(), v.number(), v.number(), v.number()]);

/** `explanations.json`; paths are relative to the folder that it lies in, boxes are in picture pixels. */
export const explanationsSchema = v.object({
  model: v.object({
    file: v.pipe(v.string(), v.description('File name of the model.')),
    sha256: v.string(),
    task: v.string(),
    recipe: v.pipe(v.string(), v.description('Where the recipe came from: explicit, sidecar, metadata, ...')),
  }),
  options: v.pipe(v.record(v.string(), v.unknown()), v.description('What the command was asked for.')),
  explanations: v.array(
    v.object({
      input: v.pipe(v.string(), v.description('Path of the picture or recording relative to the input folder.')),
      width: v.pipe(v.number(), v.description('Picture width, pixels; of a recording steps of time.')),
      height: v.pipe(v.number(), v.description('Picture height, pixels; of a recording channels or bands.')),
      target: v.object({
        index: v.pipe(v.number(), v.description('From 0, in the order of the answers.')),
        label: v.string(),
        class: v.pipe(v.number(), v.description('Class number, of a head its own; -1 for a box drawn by hand.')),
        score: v.pipe(v.nullable(v.number()), v.description('Null for a box drawn by hand.')),
        box: v.nullable(box),
        kind: v.optional(
          v.pipe(
            v.picklist(['class', 'box', 'region', 'attribute', 'similarity', 'difference', 'weights']),
            v.description('What kind of target it is, where class and box do not say it.'),
          ),
        ),
        pixel: v.optional(
          v.pipe(
            v.tuple([v.number(), v.number()]),
            v.description('Picture pixel that was asked about: column and row.'),
          ),
        ),
        head: v.optional(v.pipe(v.string(), v.description('The question that it answers: "colour".'))),
      }),
      method: v.string(),
      layer: v.pipe(v.nullable(v.string()), v.description('Null for methods without a layer.')),
      files: v.object({
        saliency: v.optional(v.string()),
        overlay: v.optional(v.string()),
        npy: v.optional(v.string()),
        png16: v.pipe(
          v.optional(v.string()),
          v.description('The map in 16-bit grey, from its least to its greatest score.'),
        ),
        saved: v.pipe(v.optional(v.string()), v.description('All maps of the input for a web page, small.')),
        run: v.pipe(v.optional(v.string()), v.description('The scores of all masks of the input, to be gone on with.')),
        error: v.pipe(v.optional(v.string()), v.description('Standard error of each score, as npy.')),
        csv: v.optional(v.pipe(v.string(), v.description('Recordings: the map, a row for each step of time.'))),
        scores: v.optional(v.pipe(v.string(), v.description('Recordings: what the model said of each window.'))),
        timeline: v.optional(v.pipe(v.string(), v.description('Recordings: curves, map, labels and answers.'))),
      }),
      series: v.optional(
        v.object({
          start: v.pipe(v.number(), v.description("Seconds at the middle of the map's first column.")),
          step: v.pipe(v.number(), v.description('Seconds from one column to the next.')),
          rows: v.pipe(
            v.nullable(v.array(v.string())),
            v.description('Channels that the rows are; null for bands of a spectrum.'),
          ),
          windows: v.pipe(v.number(), v.description('Windows of the recording.')),
          explained: v.pipe(v.number(), v.description('Windows that this map is made of.')),
          labelled: v.pipe(v.number(), v.description('Windows that a label says something about.')),
          right: v.pipe(v.number(), v.description('Of these, windows whose answer is the label.')),
          weightInLabels: v.pipe(
            v.nullable(v.number()),
            v.description("Share of the map's weight within the labels of its class; null without labels."),
          ),
          findings: v.pipe(v.array(v.string()), v.description('What was wrong with the file, and what was done.')),
        }),
      ),
      range: v.pipe(v.tuple([v.number(), v.number()]), v.description('Least and greatest raw score of the map.')),
      masks: v.nullable(v.number()),
      reliability: v.pipe(v.nullable(v.number()), v.description('Split-half reliability, Spearman-Brown.')),
      summary: v.pipe(v.string(), v.description('The map in one sentence.')),
      provenance: v.record(v.string(), v.unknown()),
    }),
  ),
  failed: v.array(v.object({ input: v.string(), code: v.string(), message: v.string() })),
  empty: v.array(v.object({ input: v.string(), reason: v.string() })),
});

export type ExplanationsReport = v.InferOutput<typeof explanationsSchema>;
