export function shrinkTemplates(source: string): string;
