// Puts a link where the reader can paste it from.

/** Returns what to tell the reader. */
export async function copyLink(link: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(link);
    return "Link copied.";
  } catch {
    return `Copy this link: ${link}`;
  }
}
