/**
 * Lets the event loop turn between two steps of a fit, so that progress shows and a signal can arrive.
 *
 * @throws the signal's reason, once it is aborted.
 */
export async function pause(signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve) => {
    setImmediate(resolve);
  });
  signal?.throwIfAborted();
}
