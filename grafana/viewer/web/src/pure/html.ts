const NAMES: Record<string, string> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;'};

export const escapeHtml = (text: string) => text.replace(/[&<>"']/g, it => NAMES[it]);
