/** The part of Grafana's classic dashboard JSON (schema version 39) that is shown. */
export interface DataSourceRef {type?: string; uid?: string}
export interface Target {
  refId: string; datasource?: DataSourceRef | string | null; hide?: boolean; expr?: string; legendFormat?: string;
  instant?: boolean; range?: boolean; exemplar?: boolean; format?: string; interval?: string; intervalFactor?: number;
  query?: string; metrics?: {type: string; settings?: Record<string, unknown>}[]; timeField?: string; [key: string]: unknown;
}
export interface Link {
  title: string; url?: string; type?: string; tags?: string[]; icon?: string; tooltip?: string; asDropdown?: boolean;
  includeVars?: boolean; keepTime?: boolean; targetBlank?: boolean;
}
export interface Panel {
  id: number; type: string; title?: string; description?: string; gridPos: {x: number; y: number; w: number; h: number};
  datasource?: DataSourceRef | string | null; targets?: Target[]; options?: any; fieldConfig?: any; transformations?: any[];
  links?: Link[]; repeat?: string; repeatDirection?: 'h' | 'v'; maxPerRow?: number; collapsed?: boolean; panels?: Panel[];
  transparent?: boolean; interval?: string; maxDataPoints?: number; timeFrom?: string; timeShift?: string; content?: string; mode?: string;
}
export interface VariableModel {
  name: string; label?: string; type: string; query?: any; definition?: string; datasource?: DataSourceRef | string | null; regex?: string;
  multi?: boolean; includeAll?: boolean; allValue?: string | null; hide?: number; sort?: number; refresh?: number;
  current?: {text?: any; value?: any}; options?: {text: string; value: string; selected?: boolean}[];
  auto?: boolean; auto_min?: string; auto_count?: number;
}
export interface AnnotationModel {
  name: string; enable?: boolean; hide?: boolean; iconColor?: string; datasource?: DataSourceRef | string | null; expr?: string;
  titleFormat?: string; textFormat?: string; tagKeys?: string; step?: string; builtIn?: number;
}
export interface Dashboard {
  uid: string; title: string; description?: string; tags?: string[]; timezone?: string; refresh?: string | false; graphTooltip?: number;
  time?: {from: string; to: string}; timepicker?: {refresh_intervals?: string[]}; links?: Link[];
  templating?: {list?: VariableModel[]}; annotations?: {list?: AnnotationModel[]}; panels?: Panel[];
}
export interface Option {text: string; value: string}
/** A variable with what it may be and what it is. */
export interface Variable {model: VariableModel; options: Option[]; value: string[]; error?: string}

export const ALL = '$__all';
