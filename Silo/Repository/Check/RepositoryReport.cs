using System.Collections.Immutable;

namespace OrleansInference.Repository.Check;

/// <summary>What a check found.</summary>
/// <param name="Findings">By model; of a configuration in the order of its text, errors before warnings.</param>
/// <param name="Versions">Model versions that were looked at, the broken ones too.</param>
/// <param name="Served">Those that a server would load.</param>
internal sealed record RepositoryReport(ImmutableArray<RepositoryFinding> Findings, int Versions, int Served)
{
    public int Errors => Findings.Count(finding => finding.IsError);
}
