// Colours that hold 3:1 on white; words say the same everywhere.

export const LEFT = "#12436D";
export const RIGHT = "#801650";
export const DIFFERENCE = "#005EB8";
export const BAND = "#CCDFF1";
export const BESIDE = "#6B7780"; // the left's line within the right's panel
export const TEXT = "#212B32";
export const QUIET = "#4C6272";
export const RULE = "#D8DDE0";
export const AXIS = "#768692";
export const UP = "#801650";
export const DOWN = "#28A197";
export const ELSEWHERE = "#8A959C";
