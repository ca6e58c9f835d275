/** The words of the saved viewer alone, in English. */
export const savedWords = {
  savedBy: 'How it was made',
  savedModel: 'model',
  savedPicture: 'picture',
  savedSeed: 'seed',
};
