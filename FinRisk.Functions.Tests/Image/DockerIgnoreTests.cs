using FinRisk.Testing;

namespace FinRisk.Functions.Tests.Image;

/// <summary>What Docker would leave out of the context.</summary>
public sealed class DockerIgnoreTests
{
    /// <summary>The rules of the format, one a line.</summary>
    [Theory]
    [InlineData("bin", "bin/a.dll", true)]
    [InlineData("bin", "src/bin/a.dll", false)]
    [InlineData("/bin/", "bin/deep/a.dll", true)]
    [InlineData("**/bin/", "src/bin/a.dll", true)]
    [InlineData("**/bin/", "bin/a.dll", true)]
    [InlineData("**/bin", "cabin/a.dll", false)]
    [InlineData("*.md", "README.md", true)]
    [InlineData("*.md", "docs/README.md", false)]
    [InlineData("**/*.md", "docs/README.md", true)]
    [InlineData("docs/**", "docs/deep/page.md", true)]
    [InlineData("**/local.settings*.json", "local.settings.sample.json", true)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "a/c", false)]
    [InlineData("[ab].txt", "b.txt", true)]
    [InlineData("# README.md", "README.md", false)]
    [InlineData("*\n!src/", "src/a.cs", false)]
    [InlineData("*\n!src/", "tests/a.cs", true)]
    [InlineData("*\n!src/\n**/bin/", "src/bin/a.dll", true)]
    [InlineData("**/bin/\n!src/", "src/bin/a.dll", false)]
    [InlineData("", "src/a.cs", false)]
    public void A_pattern_matches_as_in_Docker(string text, string path, bool ignored) =>
        Assert.Equal(ignored, new DockerIgnore(text).Ignores(path));

    /// <summary>Secrets, build output and tests stay outside whatever a developer's folder holds.</summary>
    [Theory]
    [InlineData("local.settings.json")]
    [InlineData("FinRisk.Functions/local.settings.json")]
    [InlineData("FinRisk.Functions/bin/Debug/net10.0/FinRisk.Functions.dll")]
    [InlineData("FinRisk.Scoring/obj/project.assets.json")]
    [InlineData("FinRisk.Functions.Tests/Image/DockerIgnoreTests.cs")]
    [InlineData(".git/config")]
    public void The_repositorys_file_keeps_out(string path) =>
        Assert.True(new DockerIgnore(Repository.Read(".dockerignore")).Ignores(path));
}
