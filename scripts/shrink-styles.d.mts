export function shrinkStyles(sheet: string): string;
