export function sum(values: number[]): number {
  return values.reduce((all, one) => all + one, 0);
}
