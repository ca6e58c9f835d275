/** The words about classes of every pixel, in English. */
export const segmentWords = {
  regionKinds: { box: 'in your box', mask: 'where you painted', pixel: 'at your pixel' },
  segmentTitles: { name: 'Class', share: 'Share', score: 'Score', ofPicture: 'of the picture' },
  paintRegionHelp: 'Paint over a place in one stroke; it is explained when you let go. Escape gives up.',
  segmentsLayer: 'What the model sees where; the list below names each colour',
};
