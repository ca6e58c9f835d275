/** The words of the tools, in English. */
export const toolWords = {
  layers: 'Layers that the map can be made at',
  automaticLayer: "Automatic: the method's guess",
  recipeLayer: "Automatic: the recipe's choice",
  fromRecipe: 'recipe',
  layerOption: (name: string, size: string) => `${name} (${size})`,
  readingLayers: 'Reading the layers',
  showPreviews: (cost: string) => (cost ? `Preview them: ${cost}` : 'Preview them'),
  emptyMap: 'nothing speaks for it',
  layersWithout: (count: number) =>
    count === 1 ? 'One layer has no map of this answer' : `${count} layers have no map of this answer`,
  addMethod: 'Add a method',
  removeMethod: (title: string) => `Remove ${title}`,
  whatIfClose: 'Close “What if”',
  whatIfHide: 'Hide',
  whatIfWhich: 'Which',
  whatIfFirst: { most: 'the most important', least: 'the least important' },
  whatIfFill: 'In their place',
  whatIfFills: { blur: 'a blur', mean: 'the mean colour', black: 'black' },
  whatIfNeedsMap: 'Choose what to explain: its finished map says which pixels matter.',
  whatIfChange: (label: string, before: string, after: string) => `${label}: ${before} → ${after}`,
  whatIfFit: 'The score of a box is how well its best match still fits.',
  whatIfFinds: (list: string) => `The model now finds ${list}.`,
  whatIfNothing: 'The model now finds nothing.',
  drawBoxHelp:
    'Drag over the picture. By keyboard: arrows move the box, Shift and arrows resize it, Enter explains it, Escape gives up.',
  drawRegionHelp:
    'Drag over a place, or click one pixel. By keyboard: arrows move the box, Shift and arrows resize it, Enter explains it, Escape gives up.',
  drawnBox: (x: number, y: number, width: number, height: number) =>
    `Box ${width} by ${height} pixels, left ${x}, top ${y}`,
  handDrawn: 'your box',
  askAll: 'Ask about all of it',
};
