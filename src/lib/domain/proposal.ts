/** What needs another's approval: 延期, 长期事项, 转渠道 from 办理中, 移交其他单位. */
export const proposalKinds = ['extension', 'long-term', 'redirect', 'transfer'] as const;
export type ProposalKind = (typeof proposalKinds)[number];
