using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;

namespace FinRisk.Local.Settings;

/// <summary>
/// Polls <c>appsettings.json</c> and its like every few seconds, so that switches change without a restart. Two reads of
/// a file's time cost nothing; the framework's own watching takes part in every write anywhere below the working folder.
/// </summary>
internal static class SettingsFiles
{
    /// <summary>Takes the place of the sources that the framework has added.</summary>
    public static void Watch(ConfigurationManager configuration)
    {
        var sources = ((IConfigurationBuilder)configuration).Sources;
        for (var i = 0; i < sources.Count; i++)
        {
            if (sources[i] is JsonConfigurationSource { Path: { } path, FileProvider: PhysicalFileProvider files } file)
            {
                sources[i] = new Source
                {
                    Path = path,
                    Optional = file.Optional,
                    ReloadOnChange = true,
                    FileProvider = new PhysicalFileProvider(files.Root) { UsePollingFileWatcher = true, UseActivePolling = true },
                };
            }
        }
    }

    private sealed class Source : JsonConfigurationSource
    {
        public override IConfigurationProvider Build(IConfigurationBuilder builder)
        {
            EnsureDefaults(builder);
            return new Provider(this);
        }
    }

    /// <summary>
    /// A file that cannot be read as JSON stops the start, but while the host runs it changes nothing: an editor may be half way
    /// through writing it. The framework's own provider would fall back to no settings at all.
    /// </summary>
    private sealed class Provider(Source source) : JsonConfigurationProvider(source)
    {
        private bool _loaded;

        public override void Load(Stream stream)
        {
            try
            {
                base.Load(stream);
                _loaded = true;
            }
            catch (FormatException) when (_loaded)
            {
                Console.Error.WriteLine($"{Source.Path} cannot be read as JSON; the settings stay as they were.");
            }
        }
    }
}
