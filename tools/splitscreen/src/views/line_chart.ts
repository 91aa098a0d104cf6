// One ECharts drawing, kept for as long as its view: lines and bands only, as SVG.

import { LineChart } from "echarts/charts";
import { GridComponent, TitleComponent, TooltipComponent } from "echarts/components";
import { init, use, type ComposeOption, type EChartsType } from "echarts/core";
import type { LineSeriesOption } from "echarts/charts";
import type { GridComponentOption, TitleComponentOption, TooltipComponentOption } from "echarts/components";
import { SVGRenderer } from "echarts/renderers";

use([LineChart, GridComponent, TitleComponent, TooltipComponent, SVGRenderer]);

export type ChartOption = ComposeOption<
  LineSeriesOption | GridComponentOption | TitleComponentOption | TooltipComponentOption
>;

export class LineDrawing {
  private chart: EChartsType | null = null;

  constructor(private readonly place: HTMLElement) {}

  /** Draws at a size in pixels. The same pieces in the same order as before are changed in place. */
  draw(option: ChartOption, width: number, height: number, motion: boolean): void {
    this.place.style.height = `${height}px`;
    if (this.chart === null) {
      this.chart = init(this.place, null, { renderer: "svg", width, height });
    } else if (this.chart.getWidth() !== width || this.chart.getHeight() !== height) {
      this.chart.resize({ width, height, silent: true });
    }
    this.chart.setOption({ ...option, animation: motion, animationDuration: 0, animationDurationUpdate: 250 });
  }

  dispose(): void {
    this.chart?.dispose();
    this.chart = null;
  }
}
