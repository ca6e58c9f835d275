import * as v from 'valibot';

const mapNumber = v.pipe(
  v.number(),
  v.description("Which of the model's maps, from 0, in order of pictures and targets."),
);
const example = v.object({ picture: v.string(), label: v.string(), map: mapNumber });

const clusterSchema = v.object({
  maps: v.number(),
  pictures: v.number(),
  classes: v.pipe(
    v.array(v.object({ label: v.string(), maps: v.number() })),
    v.description('Whose maps they are, the most frequent first.'),
  ),
  correct: v.pipe(
    v.nullable(v.object({ share: v.number(), low: v.number(), high: v.number(), count: v.number() })),
    v.description('Share of right answers among the judged ones, with the 95 % interval by Wilson.'),
  ),
  mean: v.pipe(
    v.object({ scale: v.number(), cells: v.string() }),
    v.description('Mean map over the frame, 32 x 32 cells of shares of the weight.'),
  ),
  examples: v.pipe(v.array(example), v.description('The map in the middle, then those nearest to it.')),
  members: v.array(mapNumber),
});

/** How the maps of a model fall into groups: a description, which nothing tested. */
export const clustersSchema = v.object({
  frame: v.pipe(
    v.picklist(['object', 'picture']),
    v.description("What maps are laid over: the object's box and half a box all round, or the picture."),
  ),
  maps: v.pipe(v.number(), v.description('Maps that were compared.')),
  left: v.pipe(v.number(), v.description('Maps that were not, for want of a place of the object.')),
  silhouette: v.pipe(
    v.number(),
    v.description('Of the division (Rousseeuw 1987), -1 to 1; without groups of the best of 2 to 6.'),
  ),
  chance: v.pipe(
    v.number(),
    v.description(
      'Greatest chance, over any two groups of that division, that no valley lies between them: that they are halves of one cloud.',
    ),
  ),
  clusters: v.pipe(
    v.array(clusterSchema),
    v.description(
      'The largest first; empty where no division has a silhouette of .25 and a chance of .01 at most for any two groups.',
    ),
  ),
});

/** A map that is far from the mean map of its class: a description, which nothing tested. */
export const unusualSchema = v.object({
  ...example.entries,
  cosine: v.pipe(v.number(), v.description('To the mean map of the class: 1 is the same place.')),
  usual: v.pipe(v.number(), v.description('Median of the class.')),
  deviations: v.pipe(v.number(), v.description('Robust standard deviations below that; listed from 3.5 on.')),
});

export type Clusters = v.InferOutput<typeof clustersSchema>;
export type Cluster = Clusters['clusters'][number];
export type UnusualMap = v.InferOutput<typeof unusualSchema>;
