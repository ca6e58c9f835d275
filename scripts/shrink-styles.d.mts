export function shrinkStyles(sheet: string): Promise<string>;
