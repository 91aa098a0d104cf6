// The programme that `forestall app` started, on this machine.

import type { Catalogue, Message, Problem, Settings, StudyEntry } from "../contract";
import { EngineError, type Engine, type Report, type SavedStudy, type StudyFiles } from "./engine";

async function problemsIn(response: Response): Promise<Problem[]> {
  const fallback: Problem = {
    what: `The programme behind this page could not do that (status ${response.status}).`,
    why: "It gave no further reason.",
    remedy: "Look at the window in which you started it.",
  };
  try {
    const body = (await response.json()) as { problems?: Problem[] };
    return body.problems?.length ? body.problems : [fallback];
  } catch {
    return [fallback];
  }
}

async function request(path: string, options: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: "same-origin", cache: "no-store", ...options });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new EngineError("unreachable");
  }
  if (response.status === 401 || response.status === 403) throw new EngineError("signed_out");
  if (!response.ok) throw new EngineError("problems", await problemsIn(response), response.status === 422);
  return response;
}

function post(path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  const headers = { "Content-Type": "application/json" };
  return request(path, { method: "POST", headers, body: JSON.stringify(body), signal });
}

/** Messages come one a line; a chunk may end in the middle of a line, or of a letter. */
async function readMessages(response: Response, tell: (message: Message) => void): Promise<void> {
  const reader = response.body!.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    rest += decoder.decode(value, { stream: !done });
    const lines = rest.split("\n");
    rest = lines.pop()!;
    for (const line of lines) if (line.trim()) tell(JSON.parse(line) as Message);
    if (done) break;
  }
  if (rest.trim()) tell(JSON.parse(rest) as Message);
}

const LAST = new Set<Report["kind"]>(["done", "refused", "failed", "superseded"]);

async function runComparison(settings: Settings, signal: AbortSignal, tell: (report: Report) => void): Promise<void> {
  let isOver = false;
  try {
    const response = await post("/api/compare", settings, signal);
    await readMessages(response, (message) => {
      isOver = LAST.has(message.kind);
      tell(message);
    });
    if (!isOver) tell({ kind: "unreachable" }); // it went away in the middle of its answer
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof EngineError)) tell({ kind: "unreachable" });
    else if (error.kind !== "problems") tell({ kind: error.kind });
    else if (error.isRefusal) tell({ kind: "refused", problems: error.problems });
    else tell({ kind: "failed", text: error.problems.map((problem) => problem.what).join(" "), may_retry: true });
  }
}

function fileNameIn(response: Response, fallback: string): string {
  const header = response.headers.get("Content-Disposition") ?? "";
  return /filename="?([^";]+)"?/.exec(header)?.[1] ?? fallback;
}

export class LiveEngine implements Engine, StudyFiles {
  async catalogue(): Promise<Catalogue> {
    return (await request("/api/catalogue")).json() as Promise<Catalogue>;
  }

  compare(settings: Settings, onMessage: (report: Report) => void): () => void {
    const abort = new AbortController();
    void runComparison(settings, abort.signal, (report) => {
      if (!abort.signal.aborted) onMessage(report);
    });
    return () => abort.abort();
  }

  async open(file: File): Promise<StudyEntry> {
    // A header cannot hold every letter that a file's name can.
    const name = file.name.replace(/[^\x20-\x7e]/g, "_");
    const headers = { "Content-Type": "text/yaml", "X-File-Name": name };
    const response = await request("/api/open", { method: "POST", headers, body: file });
    return response.json() as Promise<StudyEntry>;
  }

  async save(settings: Settings, name: string): Promise<SavedStudy> {
    const response = await post("/api/save", { settings, name });
    const fileName = fileNameIn(response, `${name}.yaml`);
    const command = response.headers.get("X-Forestall-Run") ?? `forestall run ${fileName}`;
    return { fileName, content: await response.blob(), command };
  }
}
