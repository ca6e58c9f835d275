import * as v from 'valibot';

export const describe = <T extends v.GenericSchema>(schema: T, text: string) => v.pipe(schema, v.description(text));

export const finite = v.pipe(v.number(), v.finite());
export const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
export const wholeNumber = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1 << 20));
