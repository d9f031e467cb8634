import { html } from 'hono/html';
import { safeLine } from '../../../core/report/safe-text.ts';
import { answerForm, type FormProblem } from './answer-form.ts';
import { aheadSection, whySection } from './decision-sections.ts';
import { gatesSection, stagingSection } from './check-sections.ts';
import { canarySection } from './canary-section.ts';
import { changeSection, glance } from './change-section.ts';
import { type Html, layout } from './layout.ts';
import type { PageView } from './page-view.ts';
import { reviewSection } from './review-section.ts';
import { stateBanner } from './state-banner.ts';

/** The evidence first, the buttons last: whoever decides has passed by all of it. */
export function holdPage(view: PageView, problem?: FormProblem): Html {
  const { service, title } = view.release;
  const open = view.state.kind === 'OPEN';
  return layout(
    `${service}: ${title}`,
    html`<p class="eyebrow">
        ${safeLine(service, 60)} <span aria-hidden="true">/</span> ${safeLine(view.release.change, 120)}
      </p>
      <h1>${safeLine(title, 300) || 'Change without a title'}</h1>
      ${stateBanner(view)} ${glance(view)} ${open ? html`<p><a href="#decide">Go to the decision</a></p>` : ''}
      ${whySection(view)} ${canarySection(view)} ${stagingSection(view)} ${gatesSection(view)} ${reviewSection(view)}
      ${changeSection(view)} ${aheadSection(view)} ${open ? answerForm(view, problem) : ''}`,
  );
}
