// What answers the page: the programme behind it, or, in an exported file, the runs stored there.

import type { Catalogue, Message, Problem, Settings, Stored, StudyEntry } from "../contract";

/** Beside what the programme says: that it no longer answers, or no longer knows this page. */
export type Report = Message | { kind: "unreachable" } | { kind: "signed_out" };

export interface Engine {
  catalogue(): Promise<Catalogue>;
  /** Reports until it is done; call what is returned to stop it. Nothing is reported after that. */
  compare(settings: Settings, onMessage: (report: Report) => void): () => void;
}

/** Only the programme behind the page can read and write study files. */
export interface StudyFiles {
  open(file: File): Promise<StudyEntry>;
  save(settings: Settings, name: string): Promise<SavedStudy>;
}

export interface SavedStudy {
  fileName: string;
  content: Blob;
  /** The command that runs it. */
  command: string;
}

/** Why a request came to nothing. */
export class EngineError extends Error {
  constructor(
    readonly kind: "unreachable" | "signed_out" | "problems",
    readonly problems: Problem[] = [],
    /** Whether it is the request that is at fault, not the programme. */
    readonly isRefusal = false,
  ) {
    super(kind);
  }
}

/** What an exported file holds, if this is one: JSON, or the same packed (gzip, in base64). */
export async function storedRuns(): Promise<Stored | null> {
  const element = document.getElementById("stored");
  const text = element?.textContent?.trim();
  if (!text) return null;
  return JSON.parse(text.startsWith("{") ? text : await unpacked(text)) as Stored;
}

function unpacked(text: string): Promise<string> {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}
