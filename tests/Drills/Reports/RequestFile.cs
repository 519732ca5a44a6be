using System.Globalization;
using OrleansInference.Drills.Drilling;
using OrleansInference.Drills.Load;

namespace OrleansInference.Drills.Reports;

/// <summary>Every request of a drill as a line, to see what a percentile is made of. What was done stands between them.</summary>
internal static class RequestFile
{
    public static void Write(string file, IReadOnlyList<RequestRecord> records, IReadOnlyList<DrillEvent> events)
    {
        var lines = records.Select(record => (record.Due, Line: string.Create(CultureInfo.InvariantCulture, $"{record.Due:0.000},{record.Seconds * 1000:0.0},{record.End},{record.Door},{record.Error}")))
            .Concat(events.Select(each => (Due: each.At, Line: string.Create(CultureInfo.InvariantCulture, $"# {each.At:0.000} {each.What}"))));
        File.WriteAllLines(file, lines.OrderBy(line => line.Due).Select(line => line.Line).Prepend("due (s),milliseconds,end,door,error"));
    }
}
