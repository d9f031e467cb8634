import { html } from 'hono/html';
import { safeBlock, safeLine } from '../../../core/report/safe-text.ts';
import { confidenceText } from '../../../core/report/words.ts';
import type { Html } from './layout.ts';
import type { PageView } from './page-view.ts';

/** The few facts that are looked at first. */
export function glance({ verdict, change, release, viewer }: PageView): Html {
  const { riskClass } = verdict;
  return html`<dl class="glance">
    <div>
      <dt>Risk class</dt>
      <dd class="risk-${riskClass.toLowerCase()}">${riskClass}</dd>
    </div>
    <div>
      <dt>Confidence</dt>
      <dd>${confidenceText(verdict.confidence)}</dd>
    </div>
    <div>
      <dt>Files</dt>
      <dd>${change.files} <span class="soft">+${change.linesAdded} −${change.linesRemoved}</span></dd>
    </div>
    <div>
      <dt>Commit</dt>
      <dd><code>${safeLine(release.head, 60).slice(0, 8)}</code></dd>
    </div>
    <div>
      <dt>You are</dt>
      <dd>${safeLine(viewer.id, 100)}</dd>
    </div>
  </dl>`;
}

/** What exactly is decided on: these bytes, and who is named as having written them. */
export function changeSection({ release, change }: PageView): Html {
  const description = safeBlock(release.description, 4000);
  return html`<section aria-labelledby="change">
    <h2 id="change">The change</h2>
    ${description ? html`<p class="said">${description}</p>` : ''}
    <dl class="facts">
      <dt>Repository</dt>
      <dd>${safeLine(release.repository, 200)}</dd>
      <dt>Commit</dt>
      <dd><code>${safeLine(release.head, 60)}</code></dd>
      <dt>Based on</dt>
      <dd><code>${safeLine(release.base, 60)}</code></dd>
      <dt>Artifact</dt>
      <dd><code>${safeLine(release.digest, 80)}</code></dd>
      <dt>Submitted by</dt>
      <dd>${safeLine(release.submittedBy, 200)}</dd>
      <dt>Release</dt>
      <dd><code>${safeLine(release.releaseId, 60)}</code></dd>
      ${change.signals.slice(0, 30).map(
        ({ kind, files, detail }) =>
          html`<dt>${safeLine(kind, 40)}</dt>
            <dd>${safeLine(detail, 300)}${shownFiles(files)}</dd>`,
      )}
    </dl>
    ${labels(change)}
  </section>`;
}

function shownFiles(files: readonly string[]): Html {
  if (files.length === 0) return html``;
  return html`<ul class="plain">
    ${files.slice(0, 20).map((file) => html`<li><code>${safeLine(file, 200)}</code></li>`)}
  </ul>`;
}

/** Names in commits are text that their author controls: shown as labels, never as proof. */
function labels({ authors, trailers }: PageView['change']): Html {
  return html`<h3>Named in the commits</h3>
    <p class="soft">Labels written by whoever made the commits. Nobody named here may approve.</p>
    <ul class="tags">
      ${authors.slice(0, 50).map((author) => html`<li>${safeLine(author, 120)}</li>`)}
      ${trailers.slice(0, 50).map(({ key, value }) => html`<li>${safeLine(key, 60)}: ${safeLine(value, 120)}</li>`)}
    </ul>
    ${authors.length > 50 ? html`<p>and ${authors.length - 50} more</p>` : ''}`;
}
