using ArchUnitNET.Domain;
using ArchUnitNET.Fluent.Slices;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnit;
using FinRisk.Scoring;

namespace FinRisk.Architecture.Tests;

/// <summary>
/// Folders are namespaces, and namespaces depend on each other in one direction only. Read from the compiled code, so a dependency
/// counts wherever it is written.
/// </summary>
public sealed class FolderOrderTests
{
    /// <summary>
    /// The folders of FinRisk.Scoring, from the ground up: each may use those before it. The root, which puts them together, may use
    /// all.
    /// </summary>
    private static readonly string[] Order =
    [
        "Ids", "Storage", "Settings", "Telemetry", "Applicants", "Privacy", "Circuit", "RiskShield", "Features", "Audit", "Validations", "Http",
        "Limits", "Endpoints", "Operations", "Docs",
    ];

    private static readonly ArchUnitNET.Domain.Architecture Products = new ArchLoader().LoadAssemblies(
        typeof(ScoringServices).Assembly,
        System.Reflection.Assembly.Load("FinRisk.Local"),
        System.Reflection.Assembly.Load("FinRisk.Functions"),
        System.Reflection.Assembly.Load("FinRisk.Redis"),
        System.Reflection.Assembly.Load("FinRisk.Telemetry")).Build();

    /// <summary>A new folder has to be given its place.</summary>
    [Fact]
    public void Every_folder_has_its_place() => Assert.Equal(
        Order.Order(StringComparer.Ordinal),
        Products.Types.Select(FolderOf).OfType<string>().Distinct().Order(StringComparer.Ordinal));

    /// <summary>A folder uses only those before it.</summary>
    [Fact]
    public void Dependencies_point_down() => Assert.Empty(Upward(Products.Types));

    /// <summary>The test above sees a dependency where there is one.</summary>
    [Fact]
    public void A_dependency_that_points_up_would_be_seen()
    {
        var endpoint = Products.Types.Where(type => type.Name == "ValidateEndpoint").ToArray();
        Assert.Contains(endpoint.SelectMany(type => type.Dependencies), used => FolderOf(used.Target) == "Validations");
        Assert.NotEmpty(Upward(endpoint, [.. Order.Reverse()]));
    }

    /// <summary>In every product no folder uses, over whatever detour, one that uses it.</summary>
    [Theory]
    [InlineData("FinRisk.Scoring")]
    [InlineData("FinRisk.Local")]
    [InlineData("FinRisk.Functions")]
    [InlineData("FinRisk.Redis")]
    [InlineData("FinRisk.Telemetry")]
    public void Folders_form_no_cycle(string product) =>
        SliceRuleDefinition.Slices().Matching(product + ".(*)..").Should().BeFreeOfCycles().Check(Products);

    private static IEnumerable<string> Upward(IEnumerable<IType> types) => Upward(types, Order);

    private static IEnumerable<string> Upward(IEnumerable<IType> types, string[] order) => (
        from type in types
        let folder = FolderOf(type)
        where folder is not null
        from used in type.Dependencies
        let other = FolderOf(used.Target)
        where other is not null && Array.IndexOf(order, other) > Array.IndexOf(order, folder)
        select $"{folder}/{type.Name} uses {other}/{used.Target.Name}").Distinct();

    /// <summary>The first folder below FinRisk.Scoring; null for what lies elsewhere or in its root.</summary>
    private static string? FolderOf(IType type)
    {
        const string Root = "FinRisk.Scoring.";
        var name = type.Namespace?.FullName ?? "";
        return name.StartsWith(Root, StringComparison.Ordinal) ? name[Root.Length..].Split('.')[0] : null;
    }
}
