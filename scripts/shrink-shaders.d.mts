export function shrinkShader(source: string): string;
