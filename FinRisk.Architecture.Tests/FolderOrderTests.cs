using System.Reflection;
using FinRisk.Scoring;

namespace FinRisk.Architecture.Tests;

/// <summary>
/// Folders are namespaces, and namespaces depend on each other in one direction only. Read from the compiled code, so a
/// dependency counts wherever it is written.
/// </summary>
public sealed class FolderOrderTests
{
    /// <summary>
    /// The folders of FinRisk.Scoring, from the ground up: each may use those before it. The root, which puts them together, may
    /// use all.
    /// </summary>
    internal static readonly string[] Order =
    [
        "Time", "Ids", "Storage", "Settings", "Telemetry", "Applicants", "Privacy", "Circuit", "Providers", "Features", "Audit",
        "Validations", "Http", "Limits", "Endpoints", "Operations", "Docs",
    ];

    internal static readonly FolderGraph Scoring = FolderGraph.Read(typeof(ScoringServices).Assembly, "FinRisk.Scoring");

    /// <summary>A new folder has to be given its place.</summary>
    [Fact]
    public void Every_folder_has_its_place() => Assert.Equal(Order.Order(StringComparer.Ordinal), Scoring.Folders);

    /// <summary>A folder uses only those before it.</summary>
    [Fact]
    public void Dependencies_point_down() =>
        Assert.DoesNotContain(Scoring.Uses, use => Array.IndexOf(Order, use.To) > Array.IndexOf(Order, use.From));

    /// <summary>In every product no folder uses, over whatever detour, one that uses it.</summary>
    [Theory]
    [InlineData("FinRisk.Scoring")]
    [InlineData("FinRisk.Local")]
    [InlineData("FinRisk.Functions")]
    [InlineData("FinRisk.Redis")]
    [InlineData("FinRisk.Telemetry")]
    [InlineData("FinRisk.Client")]
    public void Folders_form_no_cycle(string product) =>
        Assert.Empty(FolderGraph.Read(Assembly.Load(product), product).FindCycle());
}
