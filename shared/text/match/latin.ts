/** Whether a folded unit is a letter from a to z. */
export const isLatin = (unit: number): boolean => unit >= 0x61 && unit <= 0x7a
