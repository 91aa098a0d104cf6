import type { Comparison } from "./contract";
export interface ViewContext { comparison: Comparison; isUpdating: boolean; motion: boolean; /* what the user chose in views, kept in the share link: */ choice: ViewChoice; choose(change: Partial<ViewChoice>): void; shareLink(): string; }
export interface ViewChoice { view: string; measures: string[]; horizon: string; time: string; year: number | null; }
export interface View { id: string; title: string; /* builds its DOM once in `parent`; returns how to update it */ mount(parent: HTMLElement): { update(context: ViewContext): void; resize(): void; dispose(): void }; }
