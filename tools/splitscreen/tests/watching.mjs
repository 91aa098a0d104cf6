// What a page did that it must not do, or should not have to.

/** Filled as it comes: errors, requests to elsewhere, all requests. */
export function watch(page, origin) {
  const seen = { errors: [], foreign: [], requests: [] };
  page.on("console", (message) => message.type() === "error" && seen.errors.push(message.text()));
  page.on("pageerror", (error) => seen.errors.push(String(error)));
  page.on("request", (request) => {
    seen.requests.push(request);
    const { protocol, origin: asked } = new URL(request.url());
    if (asked !== origin && !["data:", "blob:"].includes(protocol)) seen.foreign.push(request.url());
  });
  return seen;
}

/** Runs in the page, before its own script: what its policy forbids is told in the console. */
export function tellViolations() {
  addEventListener("securitypolicyviolation", (event) => {
    console.error(`policy violation: ${event.violatedDirective} ${event.blockedURI}`);
  });
}
