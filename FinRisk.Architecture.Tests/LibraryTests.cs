using System.Reflection;
using FinRisk.Scoring;

namespace FinRisk.Architecture.Tests;

/// <summary>The library knows no host, and its types are closed unless they are meant to be open.</summary>
public sealed class LibraryTests
{
    private static readonly Assembly Library = typeof(ScoringServices).Assembly;

    [Theory]
    [InlineData("FinRisk.Local")]
    [InlineData("FinRisk.Functions")]
    [InlineData("RiskShield.Simulator")]
    [InlineData("Microsoft.Azure.Functions.")]
    [InlineData("Microsoft.Azure.WebJobs")]
    [InlineData("Microsoft.DurableTask.")]
    [InlineData("Microsoft.Data.Sqlite")]
    [InlineData("SQLitePCLRaw.")]
    [InlineData("StackExchange.Redis")]
    [InlineData("Microsoft.AspNetCore.Server.")]
    public void It_references_no_host_and_no_store(string name) =>
        Assert.DoesNotContain(
            Library.GetReferencedAssemblies(),
            reference => (reference.Name + ".").StartsWith(name.TrimEnd('.') + ".", StringComparison.Ordinal));

    /// <summary>The test above would pass on an assembly that references nothing.</summary>
    [Fact]
    public void What_is_looked_at_is_the_library_itself()
    {
        Assert.Equal("FinRisk.Scoring", Library.GetName().Name);
        Assert.Contains(Library.GetReferencedAssemblies(), reference => reference.Name == "Polly.Core");
    }

    [Fact]
    public void Public_types_are_sealed_or_made_to_be_filled_in() => Assert.Empty(
        from type in Library.GetExportedTypes()
        where type is { IsClass: true, IsSealed: false, IsAbstract: false }
        select type.FullName);

    /// <summary>A public type outside its feature's namespace would not be found where it is looked for.</summary>
    [Fact]
    public void Public_types_live_in_a_feature()
    {
        var features = Directory.EnumerateDirectories(Source.Root).Select(Path.GetFileName).Except(["bin", "obj"]).Select(
            name => "FinRisk.Scoring." + name);
        Assert.Empty(
            from type in Library.GetExportedTypes()
            where type.Namespace != "FinRisk.Scoring"
                && !features.Any(feature => (type.Namespace + ".").StartsWith(feature + ".", StringComparison.Ordinal))
            select type.FullName);
        Assert.Equal(
            ["FinRiskSettings", "FinRiskSettingsReader", "ScoringServices"],
            Library.GetExportedTypes().Where(
                type => type.Namespace == "FinRisk.Scoring").Select(type => type.Name).Order(StringComparer.Ordinal));
    }
}
