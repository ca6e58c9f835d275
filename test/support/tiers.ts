/** Whether the full tier is running: larger samples, and what takes long. */
export const isFull = process.env.XAI_FULL === '1';
