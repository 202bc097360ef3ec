namespace FinRisk.Bench.Load.Reporting;

/// <summary>A table that reads well in a terminal and renders as Markdown.</summary>
internal static class MarkdownTable
{
    public static string Create(string[] head, params IReadOnlyCollection<string[]> rows)
    {
        var widths = head.Select((cell, column) => rows.Select(row => row[column].Length).Append(cell.Length).Max()).ToArray();
        var rule = widths.Select((width, column) => new string('-', width - (column == 0 ? 0 : 1)) + (column == 0 ? "" : ":"));
        return string.Join(
            '\n', rows.Select(row => Line(row, widths)).Prepend(Line([.. rule], widths)).Prepend(Line(head, widths)));
    }

    /// <summary>The first column is words and stands left; the others are figures and stand right.</summary>
    private static string Line(string[] cells, int[] widths) =>
        $"| {string.Join(" | ", cells.Select((cell, at) => at == 0 ? cell.PadRight(widths[at]) : cell.PadLeft(widths[at])))} |";
}
