/** One page to look at; `route` is its folder under src/routes, so that a page nobody looks at is found out. */
export type Stop = { route: string; path: string };
export const at = (route: string, path = route.replace(/\/\([a-z]+\)/g, '')): Stop => ({ route, path });

/** Who works in the back office, for a test each. */
export const staffVisitors = [
	...(['fenpai', 'chengban', 'bianmin-cb', 'shenhe', 'duban', 'fenguan'] as const),
	...(['gongkai', 'huifang', 'jiedai', 'guanli', 'shenji'] as const)
] as const;
export type StaffVisitor = (typeof staffVisitors)[number];

/** Pages of one subject: what anybody may open, and the back office by whoever works with it. */
export type SubjectStops = { open?: readonly Stop[] } & Partial<Record<StaffVisitor, readonly Stop[]>>;
